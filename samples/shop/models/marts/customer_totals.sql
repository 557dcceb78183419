-- A running total per customer: its state is the sums themselves, so an upgrade must carry them over.
{{ config(primary_key=['customer_id']) }}
SELECT
  customer_id,
  COUNT(*) AS orders,
  SUM(amount) AS revenue,
  MIN(log_offset) AS first_offset,
  MAX(log_offset) AS last_offset
FROM {{ ref('stg_orders') }}
GROUP BY customer_id
