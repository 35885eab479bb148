"""Syncs each workspace of Customer.io once an hour: Airflow 3, with apache-airflow-providers-standard.

The keys are passwords of connections named customerio_<workspace>. A DAG for each workspace, so that each has its
own schedule, retries and history, and its own ten requests a second. The folders must be the same wherever a task
runs: on a shared volume, if there are several workers.
"""

from datetime import datetime, timedelta

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

WORKSPACES = ["shop", "academy"]

for workspace in WORKSPACES:
    with DAG(
        dag_id=f"customerio_{workspace}",
        schedule="@hourly",
        start_date=datetime(2026, 1, 1),
        catchup=False,  # a run reads all that is new, whatever the hour it stands for
        max_active_runs=1,
    ):
        BashOperator(
            task_id="sync",
            bash_command=f"sync.sh /var/lib/customerio/{workspace} target-postgres --config target.json",
            env={"TAP_CUSTOMERIO_APP_API_KEY": f"{{{{ conn.customerio_{workspace}.password }}}}"},
            append_env=True,
            retries=2,  # goes on from where the failed run has come to
            retry_delay=timedelta(minutes=5),
        )
