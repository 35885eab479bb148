{# A text of unix seconds as a timestamp in UTC; null for any other text. #}
{% macro from_unix(text) %}
  {%- set seconds = "case when translate(" ~ text ~ ", '0123456789', '') = '' then nullif(" ~ text ~ ", '') end" -%}
  {{ return(adapter.dispatch('from_unix', 'dbt_customerio')(seconds)) }}
{% endmacro %}
{% macro default__from_unix(seconds) -%}
(timestamp '1970-01-01 00:00:00' + cast({{ seconds }} as bigint) * interval '1 second')
{%- endmacro %}
{% macro snowflake__from_unix(seconds) -%}
to_timestamp_ntz(cast({{ seconds }} as bigint))
{%- endmacro %}
{% macro bigquery__from_unix(seconds) -%}
timestamp_seconds(cast({{ seconds }} as int64))
{%- endmacro %}

{# The Monday of a date's week. #}
{% macro week_of(date) %}{{ return(adapter.dispatch('week_of', 'dbt_customerio')(date)) }}{% endmacro %}
{% macro default__week_of(date) -%}
cast(date_trunc('week', {{ date }}) as date)
{%- endmacro %}
{% macro snowflake__week_of(date) -%}
dateadd('day', 1 - dayofweekiso({{ date }}), {{ date }})
{%- endmacro %}
{% macro bigquery__week_of(date) -%}
date_trunc({{ date }}, isoweek)
{%- endmacro %}

{#
  A row that the last reading of its stream no longer found, or that the target marked as deleted. All rows of a reading
  have one `read_at`; rows from before the setting add_read_at have none. Without the setting nothing is gone.
#}
{% macro is_gone() -%}
(deleted_at is not null or read_at is distinct from max(read_at) over ())
{%- endmacro %}

{# The zone of the days by which the API counts: campaigns and their journeys in UTC, everything else in Eastern time. #}
{% macro day_timezone(kind) -%}
{{ return('UTC' if kind == 'campaign' else 'America/New_York') }}
{%- endmacro %}

{#
  The day that the API counted. A period of Eastern time begins at 04:00 or 05:00 UTC of the same date, one of UTC at 00:00: so
  the date of its beginning in UTC is its date in either zone.
#}
{% macro date_day(period_start) -%}
cast({{ period_start }} as date)
{%- endmacro %}
