/** iommufd and the character devices of VFIO: what took the place of container, group and type1. */
@NullMarked
package io.github.accelbed.vfio.iommufd;

import org.jspecify.annotations.NullMarked;
