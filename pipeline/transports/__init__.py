"""Sources and sinks: Kafka, files, memory."""
