package io.github.accelbed.drivers.bed;

import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.device.DeviceKind;

/**
 * One device of a {@link Pipeline}.
 *
 * @param kind what it does
 * @param row which row hands it out; stages may differ in it
 */
public record PipelineStage(DeviceKind kind, AccessBackend row) {}
