package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.ProcessName;

/** A step of a process: its own system calls and CPU accesses. */
public sealed interface ProcessStep extends Step
        permits MmapStep,
                MunmapStep,
                MremapStep,
                MprotectStep,
                UffdStep,
                MadviseStep,
                TruncateStep,
                ReadStep,
                WriteStep,
                ForkStep,
                VforkStep,
                CloneStep,
                ExecStep,
                ExitStep,
                KillStep,
                PinStep,
                GetStep,
                UnpinStep,
                QueueStep {

    /**
     * Who acts.
     *
     * @return the acting process, with a capital first letter
     */
    ProcessName process();

    @Override
    default String actor() {
        return process().text();
    }
}
