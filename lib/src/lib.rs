//! OpenTelemetry auto-instrumentation for Kubernetes manifests at build time: what the OpenTelemetry Operator's
//! webhook does to pods at admission, done to files.
//!
//! ```
//! let deployment = "\
//! apiVersion: apps/v1
//! kind: Deployment
//! metadata:
//!   name: web
//! spec:
//!   template:
//!     metadata:
//!       annotations:
//!         instrumentation.opentelemetry.io/inject-python: \"true\"
//!     spec:
//!       containers:
//!       - name: app # stays
//!         image: registry.example.com/web:1.4.2
//! ";
//! let instrumentation = "\
//! apiVersion: opentelemetry.io/v1alpha1
//! kind: Instrumentation
//! metadata:
//!   name: python
//! spec:
//!   exporter:
//!     endpoint: http://collector:4318
//! ";
//! let outcome = otel_inject::inject(deployment, instrumentation)?;
//! assert!(outcome.text.contains("      - name: app # stays\n"));
//! assert!(outcome.text.contains("- name: opentelemetry-auto-instrumentation-python\n"));
//! # Ok::<(), otel_inject::Unreadable>(())
//! ```
//!
//! Everything richer goes through [`engine::Engine`]. Modules import only from those above their own in the table of
//! CONTRIBUTING.md; nothing here reads files, prints, or knows the time.

pub mod asking;
pub mod config;
pub mod decision;
pub mod diagnostic;
pub mod encoding;
pub mod engine;
pub mod inject;
pub mod instrumentation;
pub mod k8s;
pub mod lint;
pub mod operator;
pub mod record;
pub mod render;
pub mod scope;
pub mod selection;
mod simple;

pub use manifest_edit::{plan, pointer, value, yaml};
pub use simple::{Outcome, Unreadable, inject};
