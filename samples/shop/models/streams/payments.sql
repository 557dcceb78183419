-- The payment provider: an order is paid some seconds after it was placed, one in ten never.
{{ config(
    watermark={'column': 'payment_time', 'expression': "payment_time - INTERVAL '10' SECOND"}
) }}
SELECT
  order_id,
  customer_id,
  amount AS paid,
  CASE WHEN MOD(order_id, 3) = 0 THEN 'card' ELSE 'transfer' END AS paid_by,
  CAST(TIMESTAMPADD(SECOND, pays_after, order_time) AS TIMESTAMP_LTZ(3)) AS payment_time
FROM {{ ref('orders') }}
WHERE pays_after < 9
