#!/bin/sh
# Prints every alert as it comes: examples/kcat/alerts.sh [broker]
# The value is empty for an alert that is over and out of the topic. ce_type carries the major version: of another, pass on.
exec kcat -b "${1:-localhost:9092}" -C -u -q -t plimsoll.alerts -o beginning -f '%k %h %s\n'
