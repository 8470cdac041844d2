"""Asks for a node to be drained: python3 examples/python/drain.py [broker [cluster [node [id]]]]"""
import json
import sys
from datetime import datetime, timezone

from kafka import KafkaProducer

given = sys.argv[1:]
broker, cluster, node = (given + ["localhost:9092", "sandbox", "n1"][len(given):])[:3]
request_id = given[3] if len(given) > 3 else f"patch-{node}"  # the same id is the same request
request = {
    "id": request_id, "cluster": cluster, "requestedBy": "example-python", "reason": "kernel",
    "action": {"type": "drain", "nodes": {"names": [node]}, "then": "uncordon"},
}
headers = {
    "ce_specversion": "1.0", "ce_id": request_id, "ce_source": "/examples/python", "ce_subject": request_id,
    "ce_type": "io.plimsoll.maintenance.request.v1", "ce_time": datetime.now(timezone.utc).isoformat(),
    "content-type": "application/json",
}
producer = KafkaProducer(bootstrap_servers=broker, acks="all")
producer.send(
    "plimsoll.maintenance.requests", key=cluster.encode(), value=json.dumps(request).encode(),
    headers=[(name, value.encode()) for name, value in headers.items()],
).get(timeout=30)  # the answers come on plimsoll.maintenance.status, by this id
print("asked", request_id)
