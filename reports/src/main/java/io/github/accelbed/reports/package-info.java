/** Result records in; charts, HTML, CSV and JSON out. It knows no type of the model. */
@NullMarked
package io.github.accelbed.reports;

import org.jspecify.annotations.NullMarked;
