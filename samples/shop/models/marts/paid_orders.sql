-- Orders with the payment that came within ten seconds.
SELECT
  o.order_id, o.customer_id, o.amount, p.paid_by, o.order_time,
  -- A stored row has one event time; the other is a plain timestamp.
  CAST(p.payment_time AS TIMESTAMP_LTZ(3)) AS payment_time
FROM {{ ref('stg_orders') }} AS o
JOIN {{ ref('stg_payments') }} AS p
  ON o.order_id = p.order_id
  AND p.payment_time BETWEEN o.order_time AND o.order_time + INTERVAL '10' SECOND
