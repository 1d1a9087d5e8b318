package io.github.accelbed.uacce;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.Valued;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.function.Supplier;

/** A read or write of one of {@link UacceSysfs}'s files by root. */
final class SysfsCall extends AccessOperation<SysfsCall> implements Valued {
    private static final Program<SysfsCall> STEPS = Program.<SysfsCall>of("uacce sysfs")
            .kernel("sysfs_kf_seq_show, sysfs_kf_write", Cost.INCLUDED, (o, a) -> o.run())
            .build();

    private final Supplier<UacceSysfs.Answer> call;
    private String text = "";

    SysfsCall(UacceSysfs sysfs, UacceSysfs.Attribute read) {
        super(STEPS);
        call = () -> sysfs.read(read);
    }

    SysfsCall(UacceSysfs sysfs, int strategy) {
        super(STEPS);
        call = () -> UacceSysfs.Answer.of(sysfs.writeStrategy(strategy));
    }

    /** What was read, without the line's end. */
    @Override
    public String value() {
        return text;
    }

    private int run() {
        UacceSysfs.Answer answer = call.get();
        answer(answer.errno());
        text = answer.text();
        return Flow.DONE;
    }
}
