"""Prints every alert as it comes: python3 examples/python/alerts.py [broker]    (needs kafka-python)"""
import json
import sys

from kafka import KafkaConsumer

consumer = KafkaConsumer(
    "plimsoll.alerts",
    bootstrap_servers=sys.argv[1] if len(sys.argv) > 1 else "localhost:9092",
    group_id="plimsoll-consumer-python",
    auto_offset_reset="earliest",
)
for record in consumer:
    if record.value is None:
        print("forgotten", record.key.decode(), flush=True)  # the alert is over and out of the topic
        continue
    # A higher major version is another contract: pass it over, or fail, but don't guess.
    if dict(record.headers)["ce_type"] == b"io.plimsoll.alert.v1":
        alert = json.loads(record.value)
        print(record.key.decode(), alert["state"], alert["severity"], alert["summary"], flush=True)
