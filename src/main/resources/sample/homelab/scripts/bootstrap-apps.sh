#!/usr/bin/env bash
# Brings a freshly installed cluster to the point where Flux does the rest. May run again.
set -Eeuo pipefail

ROOT_DIR="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

wait_for_nodes() {
    # without a network the nodes cannot be ready yet; it is enough that they are there
    until kubectl wait nodes --for=condition=Ready=False --all --timeout=10s \
        || kubectl wait nodes --for=condition=Ready=True --all --timeout=10s; do
        sleep 10
    done
}

apply_namespaces() {
    for directory in "${ROOT_DIR}"/kubernetes/apps/*/; do
        kubectl create namespace "$(basename "${directory}")" --dry-run=client --output=yaml \
            | kubectl apply --server-side --filename -
    done
}

apply_secrets() {
    for secret in bootstrap/github-deploy-key.sops.yaml bootstrap/sops-age.sops.yaml \
        kubernetes/components/sops/cluster-secrets.sops.yaml; do
        sops exec-file "${ROOT_DIR}/${secret}" "kubectl --namespace flux-system apply --server-side --filename {}"
    done
}

apply_crds() {
    helmfile --file "${ROOT_DIR}/bootstrap/helmfile.d/00-crds.yaml" template --quiet \
        | yq eval-all 'select(.kind == "CustomResourceDefinition")' \
        | kubectl apply --server-side --filename -
}

wait_for_nodes
apply_namespaces
apply_secrets
apply_crds
helmfile --file "${ROOT_DIR}/bootstrap/helmfile.d/01-apps.yaml" sync --hide-notes
