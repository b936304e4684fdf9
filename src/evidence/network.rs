//! Ports, flow numbers, sizes of connections.
