"""A rival for the bench, and nothing else: three streams of the Customer.io App API with the Singer SDK.

Written as its documentation and its cookiecutter have it: REST streams with typed schemas, a bearer token, a paginator
that follows `next`, and times converted in `post_process`. It reads no more than the bench serves it.
"""

from __future__ import annotations

import atexit
import json
import os
import resource
import time
from datetime import datetime, timezone

from singer_sdk import RESTStream, Tap
from singer_sdk import typing as th
from singer_sdk.authenticators import BearerTokenAuthenticator
from singer_sdk.pagination import JSONPathPaginator

METRIC_TIMES = (
    "created drafted sent delivered opened clicked converted unsubscribed spammed bounced dropped failed undeliverable"
).split()
METRIC_COUNTS = "human_opened human_clicked prefetch_opened prefetch_clicked".split()


def to_rfc3339(seconds: int | None) -> str | None:
    if not seconds:
        return None
    return datetime.fromtimestamp(seconds, tz=timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


IDENTIFIERS = th.ObjectType(
    th.Property("id", th.StringType),
    th.Property("email", th.StringType),
    th.Property("cio_id", th.StringType),
)


class CustomerIoStream(RESTStream):
    page_size = 100

    @property
    def url_base(self) -> str:
        return self.config["base_url"]

    @property
    def authenticator(self) -> BearerTokenAuthenticator:
        return BearerTokenAuthenticator(token=self.config["app_api_key"])

    def get_new_paginator(self) -> JSONPathPaginator:
        return JSONPathPaginator("$.next")

    def get_url_params(self, context, next_page_token):
        params = {"limit": self.page_size}
        if next_page_token:
            params["start"] = next_page_token
        return params


class Messages(CustomerIoStream):
    name = "messages"
    path = "/v1/messages"
    records_jsonpath = "$.messages[*]"
    primary_keys = ("id",)
    replication_key = "created"
    is_sorted = False
    page_size = 1000
    schema = th.PropertiesList(
        th.Property("id", th.StringType, required=True),
        *(
            th.Property(name, th.StringType)
            for name in "type recipient subject customer_id trigger_event_id failure_message deduplicate_id".split()
        ),
        th.Property("customer_identifiers", IDENTIFIERS),
        *(
            th.Property(name, th.IntegerType)
            for name in (
                "campaign_id broadcast_id newsletter_id transactional_message_id action_id parent_action_id content_id "
                "msg_template_id"
            ).split()
        ),
        th.Property("tracked_responses", th.ObjectType(additional_properties=True)),
        th.Property(
            "metrics",
            th.ObjectType(
                *(th.Property(name, th.DateTimeType) for name in METRIC_TIMES),
                *(th.Property(name, th.IntegerType) for name in METRIC_COUNTS),
            ),
        ),
        th.Property("created", th.DateTimeType),
    ).to_dict()

    def get_url_params(self, context, next_page_token):
        now = int(time.time())
        window = {"start_ts": now - 7 * 86400, "end_ts": now}
        return {**super().get_url_params(context, next_page_token), **window}

    def post_process(self, row, context=None):
        row["created"] = to_rfc3339(row.get("created"))
        metrics = row.get("metrics") or {}
        for name in METRIC_TIMES:
            if name in metrics:
                metrics[name] = to_rfc3339(metrics[name])
        return row


class Activities(CustomerIoStream):
    name = "activities"
    path = "/v1/activities"
    records_jsonpath = "$.activities[*]"
    primary_keys = ("id",)
    replication_key = "timestamp"
    is_sorted = False
    schema = th.PropertiesList(
        th.Property("id", th.StringType, required=True),
        *(th.Property(name, th.StringType) for name in "type name customer_id delivery_id delivery_type".split()),
        th.Property("customer_identifiers", IDENTIFIERS),
        th.Property("data", th.ObjectType(additional_properties=True)),
        th.Property("timestamp", th.DateTimeType),
    ).to_dict()

    def post_process(self, row, context=None):
        row["timestamp"] = to_rfc3339(row.get("timestamp"))
        return row


class Members(CustomerIoStream):
    name = "segment_membership"
    path = "/v1/segments/1/membership"
    records_jsonpath = "$.identifiers[*]"
    primary_keys = ("segment_id", "cio_id")
    page_size = 30000
    schema = th.PropertiesList(
        th.Property("segment_id", th.IntegerType, required=True),
        th.Property("cio_id", th.StringType, required=True),
        th.Property("id", th.StringType),
        th.Property("email", th.StringType),
    ).to_dict()

    def post_process(self, row, context=None):
        row["segment_id"] = 1
        return row


class TapRival(Tap):
    name = "tap-rival"
    config_jsonschema = th.PropertiesList(
        th.Property("app_api_key", th.StringType, required=True, secret=True),
        th.Property("base_url", th.StringType, required=True),
        th.Property("stream", th.StringType, required=True),
    ).to_dict()

    def discover_streams(self):
        return [stream(self) for stream in (Messages, Activities, Members) if stream.name == self.config["stream"]]


def tell_cost() -> None:
    """What tests/bench/meter.mjs tells of a Node program."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    cost = {
        "cpuSeconds": usage.ru_utime + usage.ru_stime,
        "peakMb": usage.ru_maxrss / 1024,
        "samples": [],
        "written": 0,
    }
    os.write(3, json.dumps(cost).encode())


if __name__ == "__main__":
    atexit.register(tell_cost)
    TapRival.cli()
