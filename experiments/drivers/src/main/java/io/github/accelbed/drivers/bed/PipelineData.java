package io.github.accelbed.drivers.bed;

import io.github.accelbed.model.device.Job;
import io.github.accelbed.model.device.Stamps;

/** What the stages of a pipeline make of their input, computed without any memory. */
final class PipelineData {
    private long[] stamps;
    private long answer;

    /** Fresh memory of so many pages. */
    PipelineData(int pages) {
        stamps = new long[pages];
    }

    int size() {
        return stamps.length;
    }

    long page(int index) {
        return stamps[index];
    }

    /** What the last {@link Job#REDUCE} answers, 0 if there was none. */
    long answer() {
        return answer;
    }

    /** The CPU adds one to each page. */
    void touch() {
        for (int i = 0; i < stamps.length; i++) {
            stamps[i]++;
        }
    }

    void apply(Job job, long operand) {
        switch (job) {
            case RECEIVE -> {
                for (int i = 0; i < stamps.length; i++) {
                    stamps[i] = Stamps.packet(operand, i);
                }
            }
            case DECRYPT -> {
                for (int i = 0; i < stamps.length; i++) {
                    stamps[i] = Stamps.decrypt(stamps[i], operand);
                }
            }
            case COMPRESS -> {
                long[] packed = new long[(stamps.length + 1) / 2];
                for (int i = 0; i < stamps.length; i++) {
                    packed[i / 2] = Stamps.digest(packed[i / 2], stamps[i]);
                }
                stamps = packed;
            }
            case REDUCE -> {
                answer = 0;
                for (long stamp : stamps) {
                    answer = Stamps.digest(answer, stamp);
                }
            }
            default -> {
                // a copy is what it was
            }
        }
    }
}
