package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/** {@code iommufd_fops_release}: all objects go; no device is bound any more, since each would hold the file. */
final class ReleaseIommufd extends Operation<ReleaseIommufd> {
    private static final Program<ReleaseIommufd> STEPS = Program.<ReleaseIommufd>of("iommufd_fops_release")
            .cpu("iommufd_object_destroy_user", Cost.INCLUDED, (o, a) -> o.destroyNext(a))
            .returned((o, a) -> o.destroyNext(a))
            .build();

    private final IommufdDriver driver;
    private final IommufdContext context;
    private final EmptyHwpt empty;

    /**
     * A release.
     *
     * @param context what ends
     */
    ReleaseIommufd(IommufdDriver driver, IommufdContext context) {
        super(STEPS);
        this.driver = driver;
        this.context = context;
        empty = new EmptyHwpt(driver);
    }

    private int destroyNext(Actor actor) {
        for (IommufdObject object : context.objects()) {
            if (object instanceof Hwpt hwpt) {
                actor.call(empty.of(context, hwpt));
                return Flow.NEXT;
            }
        }
        driver.contexts().remove(context);
        return Flow.DONE;
    }
}
