SELECT order_id, customer_id, paid, paid_by, payment_time
FROM {{ ref('payments') }}
