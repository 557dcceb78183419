-- Every payment a customer makes within the minute after an order. This one lags, and honestly so: an
-- interval join may still find partners for a minute, so its watermark stays a minute behind. And a few
-- customers buy most, so their rows meet many partners.
SELECT
  o.order_id, o.customer_id, p.order_id AS paid_order_id, p.paid, o.order_time,
  CAST(p.payment_time AS TIMESTAMP_LTZ(3)) AS payment_time
FROM {{ ref('stg_orders') }} AS o
JOIN {{ ref('stg_payments') }} AS p
  ON o.customer_id = p.customer_id
  AND p.payment_time BETWEEN o.order_time AND o.order_time + INTERVAL '1' MINUTE
