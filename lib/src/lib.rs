//! OpenTelemetry auto-instrumentation for Kubernetes manifests at build time: what the OpenTelemetry Operator's
//! webhook does to pods at admission, done to files.

pub mod decision;
pub mod diagnostic;
pub mod encoding;
pub mod engine;
pub mod inject;
pub mod instrumentation;
pub mod k8s;
pub mod plan;
pub mod pointer;
pub mod record;
pub mod render;
pub mod selection;
pub mod value;
pub mod yaml;
