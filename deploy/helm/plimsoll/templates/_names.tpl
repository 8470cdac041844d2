{{- define "plimsoll.labels" -}}
app.kubernetes.io/name: plimsoll
{{- with .component }}
app.kubernetes.io/component: {{ . }}
{{- end }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{- define "plimsoll.selector" -}}
app.kubernetes.io/name: plimsoll
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "plimsoll.image" -}}
{{- $image := .root.Values.image -}}
{{- with $image.registry }}{{ . }}/{{ end }}{{ $image.repository }}/{{ .name }}:{{ $image.tag | default .root.Chart.AppVersion }}
{{- end }}

{{- define "plimsoll.bootstrapServers" -}}
{{- if .Values.strimzi.enabled -}}
{{ .Values.strimzi.cluster }}-kafka-bootstrap.{{ .Values.strimzi.namespace }}.svc:9093
{{- else -}}
{{ .Values.kafka.bootstrapServers }}
{{- end }}
{{- end }}

{{- /* The ports that the network policy lets the services out to: those named, and whichever the brokers' addresses have. */ -}}
{{- define "plimsoll.brokerPorts" -}}
{{- $ports := list -}}
{{- if not .Values.strimzi.enabled -}}
{{- range .Values.kafka.ports }}{{- $ports = append $ports (toString .) }}{{- end -}}
{{- end -}}
{{- range splitList "," (include "plimsoll.bootstrapServers" .) -}}
{{- $ports = append $ports (regexFind "[0-9]+$" .) -}}
{{- end -}}
{{- range uniq $ports }}
- protocol: TCP
  port: {{ . }}
{{- end }}
{{- end }}

{{- define "plimsoll.spread" -}}
- maxSkew: 1
  topologyKey: {{ .key }}
  whenUnsatisfiable: {{ .when }}
  labelSelector:
    matchLabels:
      {{- include "plimsoll.selector" . | nindent 6 }}
  matchLabelKeys: [pod-template-hash]
{{- end }}

{{- /* Logging in to Strimzi's brokers, with the password the user operator made. */ -}}
{{- define "plimsoll.strimziEnv" -}}
- name: KAFKA_SECURITY_PROTOCOL
  value: SASL_SSL
- name: KAFKA_SASL_MECHANISM
  value: SCRAM-SHA-512
- name: KAFKA_SASL_JAAS_CONFIG
  valueFrom:
    secretKeyRef:
      name: {{ .root.Values.kafka.topicPrefix }}-{{ .component }}
      key: sasl.jaas.config
- name: KAFKA_SSL_TRUSTSTORE_TYPE
  value: PEM
- name: KAFKA_SSL_TRUSTSTORE_LOCATION
  value: /etc/kafka-ca/ca.crt
{{- end }}

{{- /* What follows the labels of a service's Deployment, Service and budget; component, port, settings, token, env, state. */ -}}
{{- define "plimsoll.workload" -}}
{{- $values := index .root.Values .component -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: plimsoll-{{ .component }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "plimsoll.labels" . | nindent 4 }}
spec:
  replicas: {{ $values.replicas }}
  selector:
    matchLabels:
      {{- include "plimsoll.selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "plimsoll.selector" . | nindent 8 }}
      annotations:
        # Variables are read at the start: other settings have to be other pods.
        plimsoll.io/settings: {{ include (print .root.Template.BasePath "/settings.yaml") .root | sha256sum | trunc 16 | quote }}
    spec:
      serviceAccountName: plimsoll-{{ .component }}
      automountServiceAccountToken: {{ .token }}
      # Else the namespace's Services become variables such as PLIMSOLL_ACTUATOR_PORT, which are no keys and stop the start.
      enableServiceLinks: false
      priorityClassName: plimsoll
      terminationGracePeriodSeconds: 30
      {{- with .root.Values.image.pullSecrets }}
      imagePullSecrets:
        {{- range . }}
        - name: {{ . }}
        {{- end }}
      {{- end }}
      {{- with .root.Values.scheduling.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .root.Values.scheduling.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
      topologySpreadConstraints:
        {{- $spread := .root.Values.scheduling }}
        {{- include "plimsoll.spread" (dict "component" .component "key" "kubernetes.io/hostname" "when" $spread.spreadOverNodes) | nindent 8 }}
        {{- include "plimsoll.spread" (dict "component" .component "key" "topology.kubernetes.io/zone" "when" $spread.spreadOverZones) | nindent 8 }}
      containers:
        - name: {{ .component }}
          image: {{ include "plimsoll.image" (dict "root" .root "name" (printf "%s-service" .component)) }}
          imagePullPolicy: {{ .root.Values.image.pullPolicy }}
          ports:
            - name: http
              containerPort: {{ .port }}
          envFrom:
            - configMapRef:
                name: plimsoll
            # Kafka's security settings, such as KAFKA_SASL_JAAS_CONFIG, where the brokers want any.
            - secretRef:
                name: plimsoll-{{ .component }}-kafka
                optional: true
          {{- $login := "" }}
          {{- if .root.Values.strimzi.enabled }}
          {{- $login = include "plimsoll.strimziEnv" . }}
          {{- end }}
          {{- if or .env $values.env $login }}
          env:
            {{- with .env }}
            {{- . | trim | nindent 12 }}
            {{- end }}
            {{- with $login }}
            {{- . | nindent 12 }}
            {{- end }}
            {{- range $name, $value := $values.env }}
            - name: {{ $name }}
              {{- /* A number of a million or more would be written 1e+06 otherwise. */}}
              value: {{ ternary $value (toJson $value) (kindIs "string" $value) | quote }}
            {{- end }}
          {{- end }}
          startupProbe:
            httpGet: {path: /q/health/started, port: http}
            periodSeconds: 2
            failureThreshold: 60
          livenessProbe:
            httpGet: {path: /q/health/live, port: http}
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 6
          readinessProbe:
            httpGet: {path: /q/health/ready, port: http}
            periodSeconds: 5
            timeoutSeconds: 5
          resources:
            {{- toYaml $values.resources | nindent 12 }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
          volumeMounts:
            - name: tmp
              mountPath: /tmp
            {{- if .state }}
            - name: state
              mountPath: {{ .state }}
            {{- end }}
            {{- if $login }}
            - name: kafka-ca
              mountPath: /etc/kafka-ca
              readOnly: true
            {{- end }}
      volumes:
        - name: tmp
          emptyDir: {}
        {{- if .state }}
        - name: state
          emptyDir: {}
        {{- end }}
        {{- if $login }}
        - name: kafka-ca
          secret:
            secretName: {{ .root.Values.strimzi.cluster }}-cluster-ca-cert
            items:
              - key: ca.crt
                path: ca.crt
        {{- end }}
---
apiVersion: v1
kind: Service
metadata:
  name: plimsoll-{{ .component }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "plimsoll.labels" . | nindent 4 }}
spec:
  selector:
    {{- include "plimsoll.selector" . | nindent 4 }}
  ports:
    - name: http
      port: 80
      targetPort: http
---
# At most one away at a time, and a replica that isn't ready anyway never holds up a drain.
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: plimsoll-{{ .component }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "plimsoll.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "plimsoll.selector" . | nindent 6 }}
{{- end }}
