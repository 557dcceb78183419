{# The four generic tests every project may name: each returns the rows that should not be there. #}

{% test not_null(model, column_name) -%}
    SELECT {{ column_name }} FROM {{ model }} WHERE {{ column_name }} IS NULL
{%- endtest %}

{% test unique(model, column_name) -%}
    SELECT {{ column_name }} AS unique_field, COUNT(*) AS n_records
    FROM {{ model }}
    WHERE {{ column_name }} IS NOT NULL
    GROUP BY {{ column_name }}
    HAVING COUNT(*) > 1
{%- endtest %}

{% test accepted_values(model, column_name, values, quote=true) -%}
    SELECT value_field, n_records
    FROM (
        SELECT {{ column_name }} AS value_field, COUNT(*) AS n_records
        FROM {{ model }}
        GROUP BY {{ column_name }}
    ) AS all_values
    WHERE value_field NOT IN (
        {%- for value in values -%}
            {{ "'" ~ value ~ "'" if quote else value }}{{ ', ' if not loop.last }}
        {%- endfor -%}
    )
{%- endtest %}

{% test relationships(model, column_name, to, field) -%}
    SELECT child.{{ column_name }} AS from_field
    FROM {{ model }} AS child
    LEFT JOIN {{ to }} AS parent ON child.{{ column_name }} = parent.{{ field }}
    WHERE child.{{ column_name }} IS NOT NULL AND parent.{{ field }} IS NULL
{%- endtest %}

{% macro get_where_subquery(relation) -%}
  {{ return(adapter.dispatch('get_where_subquery', 'dbt')(relation)) }}
{%- endmacro %}

{% macro default__get_where_subquery(relation) -%}
  {%- set condition = config.get('where') -%}
  {%- if condition -%}
    {{ return('(select * from ' ~ relation ~ ' where ' ~ condition ~ ') dbt_subquery') }}
  {%- endif -%}
  {{ return(relation) }}
{%- endmacro %}
