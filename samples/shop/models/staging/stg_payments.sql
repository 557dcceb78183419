SELECT order_id, customer_id, paid, method, payment_time
FROM {{ ref('payments') }}
