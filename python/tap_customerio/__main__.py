"""Lets `python -m tap_customerio` be the tap, too."""

from tap_customerio import main

main()
