// Prints every alert as it comes: node examples/node/alerts.js [broker]    (after npm install in examples/node)
import { Kafka, logLevel } from "kafkajs";

const kafka = new Kafka({ brokers: [process.argv[2] ?? "localhost:9092"], logLevel: logLevel.ERROR });
const consumer = kafka.consumer({ groupId: "plimsoll-consumer-node" });
await consumer.connect();
await consumer.subscribe({ topic: "plimsoll.alerts", fromBeginning: true });
await consumer.run({
  eachMessage: async ({ message }) => {
    if (message.value === null) {
      console.log("forgotten", message.key.toString()); // the alert is over and out of the topic
      return;
    }
    // A higher major version is another contract: pass it over, or fail, but don't guess.
    if (message.headers.ce_type.toString() === "io.plimsoll.alert.v1") {
      const alert = JSON.parse(message.value.toString());
      console.log(message.key.toString(), alert.state, alert.severity, alert.summary);
    }
  },
});
