{# Names outside the catalog. On every target but production they begin with the target's name, so
   that two targets on one cluster never see, stop or overwrite each other's things. A project
   replaces any of these with a macro of the same name. #}

{% macro target_prefix() -%}
    {{ return('' if target.production else target.name ~ '.') }}
{%- endmacro %}

{% macro generate_topic_name(custom_topic_name=none, node=none) -%}
    {{ target_prefix() ~ (project_name ~ '.' ~ node.alias if custom_topic_name is none else custom_topic_name) }}
{%- endmacro %}

{% macro generate_job_name(custom_job_name=none, node=none) -%}
    {{ target_prefix() ~ (project_name ~ '.' ~ node.alias if custom_job_name is none else custom_job_name) }}
{%- endmacro %}

{% macro generate_consumer_group_name(custom_consumer_group_name=none, node=none) -%}
    {{ target_prefix() ~ (project_name ~ '.' ~ node.alias if custom_consumer_group_name is none else custom_consumer_group_name) }}
{%- endmacro %}

{% macro generate_transactional_id_prefix(custom_transactional_id_prefix=none, node=none) -%}
    {{ target_prefix() ~ (project_name ~ '.' ~ node.alias if custom_transactional_id_prefix is none else custom_transactional_id_prefix) }}
{%- endmacro %}
