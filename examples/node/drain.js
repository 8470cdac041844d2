// Asks for a node to be drained: node examples/node/drain.js [broker [cluster [node [id]]]]
import { Kafka, logLevel } from "kafkajs";

const [broker = "localhost:9092", cluster = "sandbox", node = "n1", id = `patch-${node}`] = process.argv.slice(2);
const request = {
  id, // the same id is the same request
  cluster,
  requestedBy: "example-node",
  reason: "kernel",
  action: { type: "drain", nodes: { names: [node] }, then: "uncordon" },
};
const headers = {
  ce_specversion: "1.0",
  ce_id: id,
  ce_source: "/examples/node",
  ce_subject: id,
  ce_type: "io.plimsoll.maintenance.request.v1",
  ce_time: new Date().toISOString(),
  "content-type": "application/json",
};
const producer = new Kafka({ brokers: [broker], logLevel: logLevel.ERROR }).producer();
await producer.connect();
await producer.send({
  topic: "plimsoll.maintenance.requests",
  messages: [{ key: cluster, value: JSON.stringify(request), headers }],
});
await producer.disconnect(); // the answers come on plimsoll.maintenance.status, by this id
console.log("asked", id);
