{# Generic tests of the package dbt_utils, in Flink's SQL: each returns the rows that should not be
   there. Names and arguments are the package's, the bodies are Millrace's own. #}

{% test accepted_range(model, column_name, min_value=none, max_value=none, inclusive=true) -%}
  {{ return(adapter.dispatch('test_accepted_range', 'dbt_utils')(model, column_name, min_value, max_value, inclusive)) }}
{%- endtest %}
{% macro default__test_accepted_range(model, column_name, min_value=none, max_value=none, inclusive=true) -%}
  {%- set outside = [] -%}
  {%- if min_value is not none -%}
    {%- do outside.append(column_name ~ (' < ' if inclusive else ' <= ') ~ min_value) -%}
  {%- endif -%}
  {%- if max_value is not none -%}
    {%- do outside.append(column_name ~ (' > ' if inclusive else ' >= ') ~ max_value) -%}
  {%- endif -%}
  SELECT * FROM {{ model }} WHERE {{ outside | join(' OR ') if outside else 'FALSE' }}
{%- endmacro %}

{% test at_least_one(model, column_name, group_by_columns=[]) -%}
  {{ return(adapter.dispatch('test_at_least_one', 'dbt_utils')(model, column_name, group_by_columns)) }}
{%- endtest %}
{% macro default__test_at_least_one(model, column_name, group_by_columns=[]) -%}
  SELECT {{ dbt_utils._columns_before(group_by_columns) }}COUNT({{ column_name }}) AS filler
  FROM {{ model }}
  {{ dbt_utils._grouped(group_by_columns) }}
  HAVING COUNT({{ column_name }}) = 0
{%- endmacro %}

{% test cardinality_equality(model, column_name, to, field) -%}
  {{ return(adapter.dispatch('test_cardinality_equality', 'dbt_utils')(model, column_name, to, field)) }}
{%- endtest %}
{% macro default__test_cardinality_equality(model, column_name, to, field) -%}
  SELECT own.own_value, other.other_value, own.own_rows, other.other_rows
  FROM (
    SELECT {{ column_name }} AS own_value, COUNT(*) AS own_rows
    FROM {{ model }} GROUP BY {{ column_name }}
  ) AS own
  FULL JOIN (
    SELECT {{ field }} AS other_value, COUNT(*) AS other_rows
    FROM {{ to }} GROUP BY {{ field }}
  ) AS other ON own.own_value = other.other_value
  WHERE own.own_rows IS DISTINCT FROM other.other_rows
{%- endmacro %}

{% test equal_rowcount(model, compare_model, group_by_columns=[]) -%}
  {{ return(adapter.dispatch('test_equal_rowcount', 'dbt_utils')(model, compare_model, group_by_columns)) }}
{%- endtest %}
{% macro default__test_equal_rowcount(model, compare_model, group_by_columns=[]) -%}
  {{ dbt_utils._compared_counts(model, compare_model, group_by_columns) }}
  WHERE COALESCE(own.row_count, 0) <> COALESCE(other.row_count, 0)
{%- endmacro %}

{% test fewer_rows_than(model, compare_model, group_by_columns=[]) -%}
  {{ return(adapter.dispatch('test_fewer_rows_than', 'dbt_utils')(model, compare_model, group_by_columns)) }}
{%- endtest %}
{% macro default__test_fewer_rows_than(model, compare_model, group_by_columns=[]) -%}
  {{ dbt_utils._compared_counts(model, compare_model, group_by_columns) }}
  WHERE COALESCE(own.row_count, 0) >= COALESCE(other.row_count, 0)
{%- endmacro %}

{% test equality(model, compare_model, compare_columns=none, exclude_columns=none, precision=none) -%}
  {{ return(adapter.dispatch('test_equality', 'dbt_utils')(model, compare_model, compare_columns, exclude_columns, precision)) }}
{%- endtest %}
{% macro default__test_equality(model, compare_model, compare_columns=none, exclude_columns=none, precision=none) -%}
  {%- if compare_columns and exclude_columns -%}
    {{ exceptions.raise_compiler_error('equality takes compare_columns or exclude_columns, not both') }}
  {%- endif -%}
  {%- if compare_columns -%}
    {%- set columns = compare_columns | join(', ') -%}
  {%- elif exclude_columns or precision is not none -%}
    {%- set listed = [] -%}
    {%- set left_out = (exclude_columns or []) | map('lower') | list -%}
    {%- for column in adapter.get_columns_in_relation(model) if column.name | lower not in left_out -%}
      {%- set name = adapter.quote(column.name) -%}
      {%- if precision is not none and (column.is_float() or column.is_numeric()) -%}
        {%- do listed.append('ROUND(' ~ name ~ ', ' ~ precision ~ ') AS ' ~ name) -%}
      {%- else -%}
        {%- do listed.append(name) -%}
      {%- endif -%}
    {%- endfor -%}
    {%- set columns = listed | join(', ') or '*' -%}
  {%- else -%}
    {%- set columns = '*' -%}
  {%- endif -%}
  SELECT 'a_minus_b' AS which_diff, a_minus_b.* FROM (
    SELECT {{ columns }} FROM {{ model }} EXCEPT SELECT {{ columns }} FROM {{ compare_model }}
  ) AS a_minus_b
  UNION ALL
  SELECT 'b_minus_a' AS which_diff, b_minus_a.* FROM (
    SELECT {{ columns }} FROM {{ compare_model }} EXCEPT SELECT {{ columns }} FROM {{ model }}
  ) AS b_minus_a
{%- endmacro %}

{% test expression_is_true(model, expression, column_name=none) -%}
  {{ return(adapter.dispatch('test_expression_is_true', 'dbt_utils')(model, expression, column_name)) }}
{%- endtest %}
{% macro default__test_expression_is_true(model, expression, column_name=none) -%}
  SELECT {{ column_name if column_name and should_store_failures() else '1 AS failed' }}
  FROM {{ model }}
  WHERE NOT ({{ column_name ~ ' ' if column_name }}{{ expression }})
{%- endmacro %}

{% test mutually_exclusive_ranges(model, lower_bound_column, upper_bound_column, partition_by=none, gaps='allowed', zero_length_range_allowed=false) -%}
  {{ return(adapter.dispatch('test_mutually_exclusive_ranges', 'dbt_utils')(model, lower_bound_column, upper_bound_column, partition_by, gaps, zero_length_range_allowed)) }}
{%- endtest %}
{% macro default__test_mutually_exclusive_ranges(model, lower_bound_column, upper_bound_column, partition_by=none, gaps='allowed', zero_length_range_allowed=false) -%}
  {%- set operators = {'allowed': '<=', 'not_allowed': '=', 'required': '<'} -%}
  {%- if gaps not in operators -%}
    {{ exceptions.raise_compiler_error("`gaps` of mutually_exclusive_ranges must be allowed, not_allowed or required, not '" ~ gaps ~ "'") }}
  {%- endif -%}
  SELECT * FROM (
    SELECT
      {% if partition_by %}{{ partition_by }} AS partition_by_col,
      {% endif -%}
      {{ lower_bound_column }} AS lower_bound,
      {{ upper_bound_column }} AS upper_bound,
      LEAD({{ lower_bound_column }}) OVER (
        {% if partition_by %}PARTITION BY {{ partition_by }} {% endif %}ORDER BY {{ lower_bound_column }}, {{ upper_bound_column }}
      ) AS next_lower_bound
    FROM {{ model }}
  ) AS ranges
  WHERE NOT COALESCE(lower_bound {{ '<=' if zero_length_range_allowed else '<' }} upper_bound, FALSE)
    OR NOT COALESCE(upper_bound {{ operators[gaps] }} next_lower_bound, next_lower_bound IS NULL)
{%- endmacro %}

{% test not_accepted_values(model, column_name, values, quote=true) -%}
  {{ return(adapter.dispatch('test_not_accepted_values', 'dbt_utils')(model, column_name, values, quote)) }}
{%- endtest %}
{% macro default__test_not_accepted_values(model, column_name, values, quote=true) -%}
  SELECT {{ column_name }} AS value_field, COUNT(*) AS n_records
  FROM {{ model }}
  WHERE {{ column_name }} IN (
    {%- for value in values -%}
      {{ "'" ~ value ~ "'" if quote else value }}{{ ', ' if not loop.last }}
    {%- endfor -%}
  )
  GROUP BY {{ column_name }}
{%- endmacro %}

{% test not_constant(model, column_name, group_by_columns=[]) -%}
  {{ return(adapter.dispatch('test_not_constant', 'dbt_utils')(model, column_name, group_by_columns)) }}
{%- endtest %}
{% macro default__test_not_constant(model, column_name, group_by_columns=[]) -%}
  SELECT {{ dbt_utils._columns_before(group_by_columns) }}COUNT(DISTINCT {{ column_name }}) AS filler
  FROM {{ model }}
  {{ dbt_utils._grouped(group_by_columns) }}
  HAVING COUNT(DISTINCT {{ column_name }}) = 1
{%- endmacro %}

{% test not_empty_string(model, column_name, trim_whitespace=true) -%}
  {{ return(adapter.dispatch('test_not_empty_string', 'dbt_utils')(model, column_name, trim_whitespace)) }}
{%- endtest %}
{% macro default__test_not_empty_string(model, column_name, trim_whitespace=true) -%}
  SELECT * FROM {{ model }}
  WHERE {{ 'TRIM(' ~ column_name ~ ')' if trim_whitespace else column_name }} = ''
{%- endmacro %}

{% test not_null_proportion(model, group_by_columns=[]) -%}
  {{ return(adapter.dispatch('test_not_null_proportion', 'dbt_utils')(model, group_by_columns, **kwargs)) }}
{%- endtest %}
{% macro default__test_not_null_proportion(model, group_by_columns=[]) -%}
  {%- set column_name = kwargs.get('column_name', kwargs.get('arg')) -%}
  {%- set at_least = kwargs.get('at_least', kwargs.get('arg')) -%}
  {%- set at_most = kwargs.get('at_most', 1) -%}
  SELECT * FROM (
    SELECT {{ dbt_utils._columns_before(group_by_columns) }}
      CAST(COUNT({{ column_name }}) AS DOUBLE) / NULLIF(COUNT(*), 0) AS not_null_proportion
    FROM {{ model }}
    {{ dbt_utils._grouped(group_by_columns) }}
  ) AS proportions
  WHERE not_null_proportion < {{ at_least }} OR not_null_proportion > {{ at_most }}
{%- endmacro %}

{% test recency(model, field, datepart, interval, ignore_time_component=false, group_by_columns=[]) -%}
  {{ return(adapter.dispatch('test_recency', 'dbt_utils')(model, field, datepart, interval, ignore_time_component, group_by_columns)) }}
{%- endtest %}
{% macro default__test_recency(model, field, datepart, interval, ignore_time_component=false, group_by_columns=[]) -%}
  {%- set kind = 'DATE' if ignore_time_component else dbt.type_timestamp() -%}
  {%- set threshold = 'CAST(' ~ dbt.dateadd(datepart, interval * -1, dbt.current_timestamp()) ~ ' AS ' ~ kind ~ ')' -%}
  SELECT * FROM (
    SELECT {{ dbt_utils._columns_before(group_by_columns) }}
      MAX(CAST({{ field }} AS {{ kind }})) AS most_recent, {{ threshold }} AS threshold
    FROM {{ model }}
    {{ dbt_utils._grouped(group_by_columns) }}
  ) AS recency
  WHERE most_recent < threshold OR most_recent IS NULL
{%- endmacro %}

{% test relationships_where(model, column_name, to, field, from_condition='1=1', to_condition='1=1') -%}
  {{ return(adapter.dispatch('test_relationships_where', 'dbt_utils')(model, column_name, to, field, from_condition, to_condition)) }}
{%- endtest %}
{% macro default__test_relationships_where(model, column_name, to, field, from_condition='1=1', to_condition='1=1') -%}
  SELECT child.id
  FROM (
    SELECT {{ column_name }} AS id FROM {{ model }}
    WHERE {{ column_name }} IS NOT NULL AND {{ from_condition }}
  ) AS child
  LEFT JOIN (
    SELECT {{ field }} AS id FROM {{ to }}
    WHERE {{ field }} IS NOT NULL AND {{ to_condition }}
  ) AS parent ON child.id = parent.id
  WHERE parent.id IS NULL
{%- endmacro %}

{% test sequential_values(model, column_name, interval=1, datepart=none, group_by_columns=[]) -%}
  {{ return(adapter.dispatch('test_sequential_values', 'dbt_utils')(model, column_name, interval, datepart, group_by_columns)) }}
{%- endtest %}
{% macro default__test_sequential_values(model, column_name, interval=1, datepart=none, group_by_columns=[]) -%}
  SELECT * FROM (
    SELECT {{ dbt_utils._columns_before(group_by_columns) }}{{ column_name }} AS this_value,
      LAG({{ column_name }}) OVER (
        {% if group_by_columns %}PARTITION BY {{ group_by_columns | join(', ') }} {% endif %}ORDER BY {{ column_name }}
      ) AS previous_value
    FROM {{ model }}
  ) AS windowed
  WHERE NOT (this_value = {{ dbt.dateadd(datepart, interval, 'previous_value') if datepart else 'previous_value + ' ~ interval }})
{%- endmacro %}

{% test unique_combination_of_columns(model, combination_of_columns, quote_columns=false) -%}
  {{ return(adapter.dispatch('test_unique_combination_of_columns', 'dbt_utils')(model, combination_of_columns, quote_columns)) }}
{%- endtest %}
{% macro default__test_unique_combination_of_columns(model, combination_of_columns, quote_columns=false) -%}
  {%- set columns = [] -%}
  {%- for column in combination_of_columns -%}
    {%- do columns.append(adapter.quote(column) if quote_columns else column) -%}
  {%- endfor -%}
  SELECT {{ columns | join(', ') }}, COUNT(*) AS n_records
  FROM {{ model }}
  GROUP BY {{ columns | join(', ') }}
  HAVING COUNT(*) > 1
{%- endmacro %}

{# Pieces of the above. #}

{% macro _columns_before(columns) -%}
  {%- for column in columns %}{{ column }}, {% endfor -%}
{%- endmacro %}

{% macro _grouped(columns) -%}
  {%- if columns %}GROUP BY {{ columns | join(', ') }}{% endif -%}
{%- endmacro %}

{% macro _compared_counts(model, compare_model, group_by_columns) -%}
  SELECT own.row_count AS count_a, other.row_count AS count_b
  FROM (
    SELECT {{ dbt_utils._columns_before(group_by_columns) }}COUNT(*) AS row_count
    FROM {{ model }} {{ dbt_utils._grouped(group_by_columns) }}
  ) AS own
  FULL JOIN (
    SELECT {{ dbt_utils._columns_before(group_by_columns) }}COUNT(*) AS row_count
    FROM {{ compare_model }} {{ dbt_utils._grouped(group_by_columns) }}
  ) AS other ON
  {%- if group_by_columns %}
    {%- for column in group_by_columns %} own.{{ column }} = other.{{ column }}{{ ' AND' if not loop.last }}{% endfor %}
  {%- else %} TRUE{% endif %}
{%- endmacro %}
