"""What the end-to-end and crash tests share; the standard library, grpc and protobuf only."""
