{# The four generic tests every project may name: each returns the rows that should not be there. #}

{% test not_null(model, column_name) -%}
    {{ return(adapter.dispatch('test_not_null', 'dbt')(model, column_name)) }}
{%- endtest %}
{% macro default__test_not_null(model, column_name) -%}
    SELECT {{ column_name }} FROM {{ model }} WHERE {{ column_name }} IS NULL
{%- endmacro %}

{% test unique(model, column_name) -%}
    {{ return(adapter.dispatch('test_unique', 'dbt')(model, column_name)) }}
{%- endtest %}
{% macro default__test_unique(model, column_name) -%}
    SELECT {{ column_name }} AS unique_field, COUNT(*) AS n_records
    FROM {{ model }}
    WHERE {{ column_name }} IS NOT NULL
    GROUP BY {{ column_name }}
    HAVING COUNT(*) > 1
{%- endmacro %}

{% test accepted_values(model, column_name, values, quote=true) -%}
    {{ return(adapter.dispatch('test_accepted_values', 'dbt')(model, column_name, values, quote)) }}
{%- endtest %}
{% macro default__test_accepted_values(model, column_name, values, quote=true) -%}
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
{%- endmacro %}

{% test relationships(model, column_name, to, field) -%}
    {{ return(adapter.dispatch('test_relationships', 'dbt')(model, column_name, to, field)) }}
{%- endtest %}
{% macro default__test_relationships(model, column_name, to, field) -%}
    SELECT child.{{ column_name }} AS from_field
    FROM {{ model }} AS child
    LEFT JOIN {{ to }} AS parent ON child.{{ column_name }} = parent.{{ field }}
    WHERE child.{{ column_name }} IS NOT NULL AND parent.{{ field }} IS NULL
{%- endmacro %}

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

{% macro get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) -%}
  {{ return(adapter.dispatch('get_test_sql', 'dbt')(main_sql, fail_calc, warn_if, error_if, limit)) }}
{%- endmacro %}

{# Flink's parser takes <> and not !=, which is what dbt writes where nothing is configured. #}
{% macro default__get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) -%}
  SELECT
    {{ fail_calc }} AS failures,
    {{ fail_calc }} {{ warn_if | replace('!=', '<>') }} AS should_warn,
    {{ fail_calc }} {{ error_if | replace('!=', '<>') }} AS should_error
  FROM (
    {{ main_sql }}
    {{ 'LIMIT ' ~ limit if limit is not none }}
  ) AS dbt_internal_test
{%- endmacro %}

{% macro get_unit_test_sql(main_sql, expected_fixture_sql, expected_column_names) -%}
  {{ return(adapter.dispatch('get_unit_test_sql', 'dbt')(main_sql, expected_fixture_sql, expected_column_names)) }}
{%- endmacro %}
{% macro default__get_unit_test_sql(main_sql, expected_fixture_sql, expected_column_names) -%}
  {%- set columns = [] -%}
  {%- for name in expected_column_names -%}{%- do columns.append(adapter.quote(name)) -%}{%- endfor -%}
  SELECT {{ columns | join(', ') }}, 'actual' AS actual_or_expected FROM (
    {{ main_sql }}
  ) AS _dbt_internal_unit_test_actual
  UNION ALL
  SELECT {{ columns | join(', ') }}, 'expected' AS actual_or_expected FROM (
    {{ expected_fixture_sql }}
  ) AS _dbt_internal_unit_test_expected
{%- endmacro %}

{% macro get_fixture_sql(rows, column_name_to_data_types) -%}
  {%- set types = column_name_to_data_types or {} -%}
  {%- for row in rows -%}
    SELECT {{ _fixture_row(row, types) }}
    {{- '\nUNION ALL\n' if not loop.last }}
  {%- else -%}
    SELECT {{ _fixture_row({}, types) or 'CAST(NULL AS INT) AS nothing' }} FROM (VALUES (0)) AS no_rows (no_row) WHERE FALSE
  {%- endfor -%}
{%- endmacro %}

{% macro get_expected_sql(rows, column_name_to_data_types, column_name_to_quoted=none) -%}
  {{ get_fixture_sql(rows, column_name_to_data_types) }}
{%- endmacro %}

{% macro _fixture_row(row, types) -%}
  {%- set cells = [] -%}
  {%- for name in (types or row) -%}
    {%- set value = row.get(name) -%}
    {%- set text = 'NULL' if value is none else (value | string if value is number or value is boolean else "'" ~ escape_single_quotes(value | string) ~ "'") -%}
    {%- set type = types.get(name, 'STRING' if value is none else none) -%}
    {%- do cells.append((text if type is none else 'CAST(' ~ text ~ ' AS ' ~ type ~ ')') ~ ' AS ' ~ adapter.quote(name)) -%}
  {%- endfor -%}
  {{ return(cells | join(', ')) }}
{%- endmacro %}
