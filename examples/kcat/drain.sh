#!/bin/sh
# Asks for a node to be drained: examples/kcat/drain.sh [broker [cluster [node [id]]]]
set -eu
broker=${1:-localhost:9092} cluster=${2:-sandbox} node=${3:-n1}
id=${4:-patch-$node} # the same id is the same request

printf '{"id": "%s", "cluster": "%s", "requestedBy": "example-kcat", "reason": "kernel", %s}' "$id" "$cluster" \
  "\"action\": {\"type\": \"drain\", \"nodes\": {\"names\": [\"$node\"]}, \"then\": \"uncordon\"}" |
  kcat -b "$broker" -P -t plimsoll.maintenance.requests -k "$cluster" \
    -H ce_specversion=1.0 -H "ce_id=$id" -H ce_source=/examples/kcat -H "ce_subject=$id" \
    -H ce_type=io.plimsoll.maintenance.request.v1 -H "ce_time=$(date -u +%Y-%m-%dT%H:%M:%SZ)" \
    -H content-type=application/json
echo "asked $id" # the answers come on plimsoll.maintenance.status, by this id
