package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.List;

/** {@code iommufd_fops_release}: all objects go; no device is bound any more, since each would hold the file. */
final class ReleaseIommufd extends Operation<ReleaseIommufd> {
    private static final Program<ReleaseIommufd> STEPS = Program.<ReleaseIommufd>of("iommufd_fops_release")
            .cpu("iommufd_object_destroy_user", Cost.INCLUDED, (o, a) -> o.next(a))
            .build();

    private final IommufdDriver driver;
    private final IommufdContext context;

    /**
     * A release.
     *
     * @param driver iommufd
     * @param context what ends
     */
    ReleaseIommufd(IommufdDriver driver, IommufdContext context) {
        super(STEPS);
        this.driver = driver;
        this.context = context;
    }

    private int next(Actor actor) {
        for (IommufdObject object : context.objects()) {
            if (object instanceof Hwpt hwpt) {
                actor.call(new EmptyHwpt(driver, context, hwpt));
                return Flow.AGAIN;
            }
        }
        driver.contexts().remove(context);
        return Flow.DONE;
    }

    /** The rest at once. */
    @Override
    protected void abandoned() {
        for (IommufdObject object : List.copyOf(context.objects())) {
            if (object instanceof Hwpt hwpt) {
                new EmptyHwpt(driver, context, hwpt).abandoned();
            }
        }
        driver.contexts().remove(context);
    }
}
