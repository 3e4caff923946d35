#!/bin/sh
# A generator of kustomize: it gets no items and answers with some.
cat <<ITEMS
apiVersion: config.kubernetes.io/v1
kind: ResourceList
items:
- apiVersion: opentelemetry.io/v1alpha1
  kind: Instrumentation
  metadata: {name: python}
  spec: {exporter: {endpoint: "http://collector:4318"}}
- apiVersion: opentelemetry.io/v1alpha1
  kind: Instrumentation
  metadata: {name: java}
  spec: {exporter: {endpoint: "http://collector:4317"}}
ITEMS
