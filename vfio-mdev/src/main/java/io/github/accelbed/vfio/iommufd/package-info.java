/** iommufd and the character devices of VFIO: what took the place of container, group and type1. */
@NullMarked
@Woven
package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Woven;
import org.jspecify.annotations.NullMarked;
