"""Syncs each workspace of Customer.io once an hour: Dagster 1.

The keys are in the environment of the code location: CUSTOMERIO_KEY_SHOP, CUSTOMERIO_KEY_ACADEMY. An asset and a job
for each workspace, so that each has its own schedule and history, and its own ten requests a second. The folders must
be the same wherever a run takes place: on a shared volume, if there are several machines.
"""

import os
import subprocess

import dagster as dg

WORKSPACES = ["shop", "academy"]


def sync_asset(workspace: str) -> dg.AssetsDefinition:
    @dg.asset(
        name=f"customerio_{workspace}",
        retry_policy=dg.RetryPolicy(max_retries=2, delay=300),  # goes on from where the failed run has come to
    )
    def sync() -> None:
        key = os.environ[f"CUSTOMERIO_KEY_{workspace.upper()}"]
        command = ["sync.sh", f"/var/lib/customerio/{workspace}", "target-postgres", "--config", "target.json"]
        process = subprocess.Popen(command, env={**os.environ, "TAP_CUSTOMERIO_APP_API_KEY": key})
        try:
            code = process.wait()
        except BaseException:  # the run is terminated: sync.sh ends in order and saves the state
            process.terminate()
            process.wait()
            raise
        if code != 0:
            raise dg.Failure(f"sync.sh ended with {code}: see stderr of the step")

    return sync


assets = [sync_asset(workspace) for workspace in WORKSPACES]
jobs = [dg.define_asset_job(f"sync_{workspace}", [f"customerio_{workspace}"]) for workspace in WORKSPACES]
schedules = [dg.ScheduleDefinition(job=job, cron_schedule="17 * * * *") for job in jobs]
defs = dg.Definitions(assets=assets, jobs=jobs, schedules=schedules)
