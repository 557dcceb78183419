{# Macros of the package dbt_utils that write SQL, for Flink. Names and arguments are the package's,
   the bodies are Millrace's own. What asks a database while a project is compiled is not here. #}

{% macro star(from, relation_alias=false, except=[], prefix='', suffix='', quote_identifiers=true, unquote_aliases=false, rename={}) -%}
  {{ return(adapter.dispatch('star', 'dbt_utils')(from, relation_alias, except, prefix, suffix, quote_identifiers, unquote_aliases, rename)) }}
{%- endmacro %}
{% macro default__star(from, relation_alias=false, except=[], prefix='', suffix='', quote_identifiers=true, unquote_aliases=false, rename={}) -%}
  {%- do dbt_utils._is_relation(from, 'star') -%}
  {%- do dbt_utils._is_ephemeral(from, 'star') -%}
  {%- if not execute -%}{{ return('*') }}{%- endif -%}
  {%- set renamed = {} -%}
  {%- for name, other in rename.items() -%}{%- do renamed.update({name | lower: other}) -%}{%- endfor -%}
  {%- set listed = [] -%}
  {%- for column in dbt_utils.get_filtered_columns_in_relation(from, except) -%}
    {%- set text = (relation_alias ~ '.' if relation_alias else '') ~ (adapter.quote(column) if quote_identifiers else column) -%}
    {%- set longer = prefix ~ column ~ suffix -%}
    {%- if column | lower in renamed -%}
      {%- do listed.append(text ~ ' AS ' ~ renamed[column | lower]) -%}
    {%- elif longer != column or (unquote_aliases and quote_identifiers) -%}
      {%- do listed.append(text ~ ' AS ' ~ (adapter.quote(longer) if quote_identifiers and not unquote_aliases else longer)) -%}
    {%- else -%}
      {%- do listed.append(text) -%}
    {%- endif -%}
  {%- endfor -%}
  {%- if not listed -%}
    {{ exceptions.raise_compiler_error('star() leaves no column of ' ~ from) }}
  {%- endif -%}
  {{ listed | join(',\n  ') }}
{%- endmacro %}

{% macro get_filtered_columns_in_relation(from, except=[]) -%}
  {{ return(adapter.dispatch('get_filtered_columns_in_relation', 'dbt_utils')(from, except)) }}
{%- endmacro %}
{% macro default__get_filtered_columns_in_relation(from, except=[]) -%}
  {%- do dbt_utils._is_relation(from, 'get_filtered_columns_in_relation') -%}
  {%- do dbt_utils._is_ephemeral(from, 'get_filtered_columns_in_relation') -%}
  {%- if not execute -%}{{ return([]) }}{%- endif -%}
  {%- set left_out = except | map('lower') | list -%}
  {%- set names = [] -%}
  {%- for column in adapter.get_columns_in_relation(from) if column.name | lower not in left_out -%}
    {%- do names.append(column.name) -%}
  {%- endfor -%}
  {{ return(names) }}
{%- endmacro %}

{% macro union_relations(relations, column_override=none, include=[], exclude=[], source_column_name='_dbt_source_relation', where=none) -%}
  {{ return(adapter.dispatch('union_relations', 'dbt_utils')(relations, column_override, include, exclude, source_column_name, where)) }}
{%- endmacro %}
{% macro default__union_relations(relations, column_override=none, include=[], exclude=[], source_column_name='_dbt_source_relation', where=none) -%}
  {%- if include and exclude -%}
    {{ exceptions.raise_compiler_error('union_relations() takes include or exclude, not both') }}
  {%- endif -%}
  {%- if not execute -%}{{ return('') }}{%- endif -%}
  {%- set overrides = column_override or {} -%}
  {%- set wanted = include | map('lower') | list -%}
  {%- set left_out = exclude | map('lower') | list -%}
  {%- set types = {} -%}
  {%- set own = [] -%}
  {%- for relation in relations -%}
    {%- do dbt_utils._is_relation(relation, 'union_relations') -%}
    {%- do dbt_utils._is_ephemeral(relation, 'union_relations') -%}
    {%- set names = [] -%}
    {%- for column in adapter.get_columns_in_relation(relation) -%}
      {%- set name = column.name | lower -%}
      {%- if name not in left_out and (not wanted or name in wanted) -%}
        {%- do names.append(column.name) -%}
        {%- if not types.get(column.name) -%}
          {%- do types.update({column.name: overrides.get(column.name, column.data_type)}) -%}
        {%- endif -%}
      {%- endif -%}
    {%- endfor -%}
    {%- do own.append(names) -%}
  {%- endfor -%}
  {%- for relation in relations -%}
    {%- set names = own[loop.index0] %}
SELECT
  {%- if source_column_name is not none %}
  CAST({{ dbt.string_literal(relation | string | replace("'", "''")) }} AS {{ dbt.type_string() }}) AS {{ adapter.quote(source_column_name) }}{{ ',' if types }}
  {%- endif %}
  {%- for name, type in types.items() %}
    {%- if type %}
  CAST({{ adapter.quote(name) if name in names else 'NULL' }} AS {{ type }}) AS {{ adapter.quote(name) }}{{ ',' if not loop.last }}
    {%- elif name in names %}
  {{ adapter.quote(name) }}{{ ',' if not loop.last }}
    {%- else -%}
      {{ exceptions.raise_compiler_error('union_relations() needs the type of `' ~ name ~ '`, which ' ~ relation ~ ' has not: list it with its data_type in a YAML file, or give it in column_override') }}
    {%- endif %}
  {%- endfor %}
FROM {{ relation }}
    {%- if where %}
WHERE {{ where }}
    {%- endif %}
    {%- if not loop.last %}
UNION ALL
    {%- endif -%}
  {%- endfor -%}
{%- endmacro %}

{% macro generate_surrogate_key(field_list) -%}
  {{ return(adapter.dispatch('generate_surrogate_key', 'dbt_utils')(field_list)) }}
{%- endmacro %}
{% macro default__generate_surrogate_key(field_list) -%}
  {%- set nothing = '' if var('surrogate_key_treat_nulls_as_empty_strings', false) else '_dbt_utils_surrogate_key_null_' -%}
  {%- set fields = [] -%}
  {%- for field in field_list -%}
    {%- do fields.append('COALESCE(CAST(' ~ field ~ ' AS ' ~ dbt.type_string() ~ "), '" ~ nothing ~ "')") -%}
    {%- if not loop.last -%}{%- do fields.append("'-'") -%}{%- endif -%}
  {%- endfor -%}
  {{ dbt.hash(dbt.concat(fields)) }}
{%- endmacro %}

{% macro surrogate_key(field_list) -%}
  {{ exceptions.raise_compiler_error('surrogate_key() was taken out of dbt_utils: call generate_surrogate_key()') }}
{%- endmacro %}

{% macro group_by(n) -%}
  {{ return(adapter.dispatch('group_by', 'dbt_utils')(n)) }}
{%- endmacro %}
{# Flink would take a number here for a constant, and refuse the columns. #}
{% macro default__group_by(n) -%}
  {%- if not execute -%}{{ return('') }}{%- endif -%}
  {{ exceptions.raise_compiler_error('Flink groups by names only: write the first ' ~ n ~ ' columns after GROUP BY instead of group_by(' ~ n ~ ')') }}
{%- endmacro %}

{% macro pivot(column, values, alias=true, agg='sum', cmp='=', prefix='', suffix='', then_value=1, else_value=0, quote_identifiers=true, distinct=false) -%}
  {{ return(adapter.dispatch('pivot', 'dbt_utils')(column, values, alias, agg, cmp, prefix, suffix, then_value, else_value, quote_identifiers, distinct)) }}
{%- endmacro %}
{% macro default__pivot(column, values, alias=true, agg='sum', cmp='=', prefix='', suffix='', then_value=1, else_value=0, quote_identifiers=true, distinct=false) -%}
  {%- for value in values -%}
    {%- set name = prefix ~ value ~ suffix -%}
    {{ agg }}({{ 'DISTINCT ' if distinct }}CASE WHEN {{ column }} {{ cmp }} '{{ dbt.escape_single_quotes(value | string) }}' THEN {{ then_value }} ELSE {{ else_value }} END)
    {%- if alias %} AS {{ adapter.quote(name) if quote_identifiers else dbt_utils.slugify(name) }}{% endif -%}
    {{ ',\n' if not loop.last }}
  {%- endfor -%}
{%- endmacro %}

{% macro unpivot(relation=none, cast_to='STRING', exclude=none, remove=none, field_name='field_name', value_name='value', quote_identifiers=false) -%}
  {{ return(adapter.dispatch('unpivot', 'dbt_utils')(relation, cast_to, exclude, remove, field_name, value_name, quote_identifiers)) }}
{%- endmacro %}
{% macro default__unpivot(relation=none, cast_to='STRING', exclude=none, remove=none, field_name='field_name', value_name='value', quote_identifiers=false) -%}
  {%- if not relation -%}
    {{ exceptions.raise_compiler_error('unpivot() needs its argument `relation`') }}
  {%- endif -%}
  {%- do dbt_utils._is_relation(relation, 'unpivot') -%}
  {%- do dbt_utils._is_ephemeral(relation, 'unpivot') -%}
  {%- set kept = exclude or [] -%}
  {%- set left_out = (kept + (remove or [])) | map('lower') | list -%}
  {%- set columns = [] -%}
  {%- for column in adapter.get_columns_in_relation(relation) if column.name | lower not in left_out -%}
    {%- do columns.append(column) -%}
  {%- endfor -%}
  {%- for column in columns %}
SELECT
    {%- for name in kept %}
  {{ adapter.quote(name) }},
    {%- endfor %}
  CAST('{{ column.name }}' AS {{ dbt.type_string() }}) AS {{ adapter.quote(field_name) }},
  CAST({{ dbt.cast_bool_to_text(adapter.quote(column.name)) if column.data_type | lower == 'boolean' else adapter.quote(column.name) }} AS {{ cast_to }}) AS {{ adapter.quote(value_name) }}
FROM {{ relation }}
    {%- if not loop.last %}
UNION ALL
    {%- endif -%}
  {%- endfor -%}
{%- endmacro %}

{% macro deduplicate(relation, partition_by, order_by) -%}
  {{ return(adapter.dispatch('deduplicate', 'dbt_utils')(relation, partition_by, order_by)) }}
{%- endmacro %}
{# Flink keeps one row per key in its state when the rank is filtered at once. #}
{% macro default__deduplicate(relation, partition_by, order_by) -%}
  {%- if not execute -%}{{ return('SELECT * FROM ' ~ relation) }}{%- endif -%}
  {%- do dbt_utils._is_relation(relation, 'deduplicate') -%}
  {%- set names = [] -%}
  {%- for column in adapter.get_columns_in_relation(relation) -%}
    {%- do names.append(adapter.quote(column.name)) -%}
  {%- endfor -%}
SELECT {{ names | join(', ') }}
FROM (
  SELECT {{ names | join(', ') }},
    ROW_NUMBER() OVER (PARTITION BY {{ partition_by }} ORDER BY {{ order_by }}) AS deduplicate_rank
  FROM {{ relation }}
) AS ranked
WHERE deduplicate_rank = 1
{%- endmacro %}

{% macro safe_add(field_list) -%}
  {{ return(adapter.dispatch('safe_add', 'dbt_utils')(field_list)) }}
{%- endmacro %}
{% macro default__safe_add(field_list) -%}
  {{ dbt_utils._without_nulls(field_list, 'safe_add') | join(' + ') }}
{%- endmacro %}

{% macro safe_subtract(field_list) -%}
  {{ return(adapter.dispatch('safe_subtract', 'dbt_utils')(field_list)) }}
{%- endmacro %}
{% macro default__safe_subtract(field_list) -%}
  {{ dbt_utils._without_nulls(field_list, 'safe_subtract') | join(' - ') }}
{%- endmacro %}

{% macro safe_divide(numerator, denominator) -%}
  {{ return(adapter.dispatch('safe_divide', 'dbt_utils')(numerator, denominator)) }}
{%- endmacro %}
{% macro default__safe_divide(numerator, denominator) -%}
  ({{ numerator }}) / NULLIF(({{ denominator }}), 0)
{%- endmacro %}

{% macro haversine_distance(lat1, lon1, lat2, lon2, unit='mi') -%}
  {{ return(adapter.dispatch('haversine_distance', 'dbt_utils')(lat1, lon1, lat2, lon2, unit)) }}
{%- endmacro %}
{% macro default__haversine_distance(lat1, lon1, lat2, lon2, unit='mi') -%}
  {%- if unit not in ['mi', 'km'] -%}
    {{ exceptions.raise_compiler_error("The unit of haversine_distance() must be mi or km, not '" ~ unit ~ "'") }}
  {%- endif -%}
  2 * 3961 * ASIN(SQRT(POWER(SIN(RADIANS(({{ lat2 }}) - ({{ lat1 }})) / 2), 2) + COS(RADIANS({{ lat1 }})) * COS(RADIANS({{ lat2 }})) * POWER(SIN(RADIANS(({{ lon2 }}) - ({{ lon1 }})) / 2), 2)))
  {%- if unit == 'km' %} * 1.60934{% endif -%}
{%- endmacro %}

{% macro degrees_to_radians(degrees) -%}RADIANS({{ degrees }}){%- endmacro %}

{% macro nullcheck(cols) -%}
  {{ return(adapter.dispatch('nullcheck', 'dbt_utils')(cols)) }}
{%- endmacro %}
{% macro default__nullcheck(cols) -%}
  {%- for column in cols -%}
    {%- set name = adapter.quote(column.name) -%}
    {{ "NULLIF(" ~ name ~ ", '') AS " ~ name if column.is_string() else name }}{{ ',\n' if not loop.last }}
  {%- endfor -%}
{%- endmacro %}

{% macro nullcheck_table(relation) -%}
  {{ return(adapter.dispatch('nullcheck_table', 'dbt_utils')(relation)) }}
{%- endmacro %}
{% macro default__nullcheck_table(relation) -%}
  {%- do dbt_utils._is_relation(relation, 'nullcheck_table') -%}
  SELECT {{ dbt_utils.nullcheck(adapter.get_columns_in_relation(relation)) }} FROM {{ relation }}
{%- endmacro %}

{% macro width_bucket(expr, min_value, max_value, num_buckets) -%}
  {{ return(adapter.dispatch('width_bucket', 'dbt_utils')(expr, min_value, max_value, num_buckets)) }}
{%- endmacro %}
{% macro default__width_bucket(expr, min_value, max_value, num_buckets) -%}
  CASE WHEN {{ expr }} < {{ min_value }} THEN 0 WHEN {{ expr }} >= {{ max_value }} THEN {{ num_buckets }} + 1 ELSE CAST(FLOOR((CAST({{ expr }} AS DOUBLE) - ({{ min_value }})) * {{ num_buckets }} / (({{ max_value }}) - ({{ min_value }}))) AS INT) + 1 END
{%- endmacro %}

{% macro get_url_host(field) -%}
  {{ return(adapter.dispatch('get_url_host', 'dbt_utils')(field)) }}
{%- endmacro %}
{% macro default__get_url_host(field) -%}
  SPLIT_INDEX(SPLIT_INDEX(REGEXP_REPLACE({{ field }}, '^[a-zA-Z-]+://', ''), '/', 0), '?', 0)
{%- endmacro %}

{% macro get_url_path(field) -%}
  {{ return(adapter.dispatch('get_url_path', 'dbt_utils')(field)) }}
{%- endmacro %}
{% macro default__get_url_path(field) -%}
  REGEXP_REPLACE(SPLIT_INDEX({{ field }}, '?', 0), '^([a-zA-Z-]+://)?[^/]*/?', '')
{%- endmacro %}

{% macro get_url_parameter(field, url_parameter) -%}
  {{ return(adapter.dispatch('get_url_parameter', 'dbt_utils')(field, url_parameter)) }}
{%- endmacro %}
{% macro default__get_url_parameter(field, url_parameter) -%}
  NULLIF(REGEXP_EXTRACT({{ field }}, '[?&]{{ url_parameter }}=([^&#]*)', 1), '')
{%- endmacro %}

{% macro date_spine(datepart, start_date, end_date) -%}
  {{ return(adapter.dispatch('date_spine', 'dbt_utils')(datepart, start_date, end_date)) }}
{%- endmacro %}
{% macro default__date_spine(datepart, start_date, end_date) -%}
  {{ dbt.date_spine(datepart, start_date, end_date) }}
{%- endmacro %}

{% macro generate_series(upper_bound) -%}
  {{ return(adapter.dispatch('generate_series', 'dbt_utils')(upper_bound)) }}
{%- endmacro %}
{% macro default__generate_series(upper_bound) -%}{{ dbt.generate_series(upper_bound) }}{%- endmacro %}

{% macro get_powers_of_two(upper_bound) -%}{{ return(dbt.get_powers_of_two(upper_bound)) }}{%- endmacro %}

{% macro get_intervals_between(start_date, end_date, datepart) -%}
  {{ return(dbt.get_intervals_between(start_date, end_date, datepart)) }}
{%- endmacro %}

{# A given default stands in for what only a database knows. #}
{% macro get_column_values(table, column, order_by='count(*) desc', max_records=none, default=none, where=none) -%}
  {{ return(adapter.dispatch('get_column_values', 'dbt_utils')(table, column, order_by, max_records, default, where)) }}
{%- endmacro %}
{% macro default__get_column_values(table, column, order_by='count(*) desc', max_records=none, default=none, where=none) -%}
  {%- if not execute or default is not none -%}{{ return(default or []) }}{%- endif -%}
  {{ exceptions.raise_compiler_error('get_column_values() asks a database while the project is compiled: give it the values as `default`') }}
{%- endmacro %}

{% macro get_single_value(query, default=none) -%}
  {{ return(adapter.dispatch('get_single_value', 'dbt_utils')(query, default)) }}
{%- endmacro %}
{% macro default__get_single_value(query, default=none) -%}
  {%- if not execute or default is not none -%}{{ return(default) }}{%- endif -%}
  {{ exceptions.raise_compiler_error('get_single_value() asks a database while the project is compiled: give it a `default`') }}
{%- endmacro %}

{% macro get_query_results_as_dict(query) -%}
  {{ return(dbt_utils._unknown_yet('get_query_results_as_dict', {})) }}
{%- endmacro %}
{% macro get_relations_by_pattern(schema_pattern, table_pattern, exclude='', database=none) -%}
  {{ return(dbt_utils._unknown_yet('get_relations_by_pattern', [])) }}
{%- endmacro %}
{% macro get_relations_by_prefix(schema, prefix, exclude='', database=none) -%}
  {{ return(dbt_utils._unknown_yet('get_relations_by_prefix', [])) }}
{%- endmacro %}
{% macro _unknown_yet(macro, parsed) -%}
  {%- if not execute -%}{{ return(parsed) }}{%- endif -%}
  {{ exceptions.raise_compiler_error(macro ~ '() asks a database while the project is compiled: name what it would find') }}
{%- endmacro %}

{% macro slugify(string) -%}
  {%- set text = modules.re.sub('[ -]+', '_', string | lower) -%}
  {%- set text = modules.re.sub('[^a-z0-9_]+', '', text) -%}
  {{ return(modules.re.sub('^[0-9]', '_' ~ text[0:1], text)) }}
{%- endmacro %}

{% macro pretty_time(format='%H:%M:%S') -%}{{ return(modules.datetime.datetime.now().strftime(format)) }}{%- endmacro %}
{% macro pretty_log_format(message) -%}{{ return(dbt_utils.pretty_time() ~ ' + ' ~ message) }}{%- endmacro %}
{% macro log_info(message) -%}{{ log(dbt_utils.pretty_log_format(message), info=true) }}{%- endmacro %}

{% macro _is_relation(obj, macro) -%}
  {%- if not (obj is mapping and obj.get('metadata', {}).get('type', '').endswith('Relation')) -%}
    {{ exceptions.raise_compiler_error(macro ~ "() takes what ref() or source() gives, not '" ~ obj ~ "'") }}
  {%- endif -%}
{%- endmacro %}

{% macro _is_ephemeral(obj, macro) -%}
  {%- if obj.is_cte -%}
    {{ exceptions.raise_compiler_error(macro ~ '() cannot know the columns of an ephemeral model: ' ~ obj) }}
  {%- endif -%}
{%- endmacro %}

{% macro _without_nulls(field_list, macro) -%}
  {%- if field_list is not iterable or field_list is string or field_list is mapping -%}
    {{ exceptions.raise_compiler_error(macro ~ '() takes one list of fields') }}
  {%- endif -%}
  {%- set fields = [] -%}
  {%- for field in field_list -%}{%- do fields.append('COALESCE(' ~ field ~ ', 0)') -%}{%- endfor -%}
  {{ return(fields) }}
{%- endmacro %}
