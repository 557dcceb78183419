-- Orders worth counting. A view: no job of its own, inlined where it is used.
SELECT order_id, customer_id, product, quantity, amount, order_time, log_offset
FROM {{ ref('orders') }}
WHERE amount > 0
