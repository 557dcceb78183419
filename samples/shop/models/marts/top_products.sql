-- The three products that earn most.
{{ config(primary_key=['place']) }}
SELECT place, product, revenue
FROM (
  SELECT product, revenue, ROW_NUMBER() OVER (ORDER BY revenue DESC) AS place
  FROM (
    SELECT product, SUM(amount) AS revenue
    FROM {{ ref('stg_orders') }}
    GROUP BY product
  )
)
WHERE place <= 3
