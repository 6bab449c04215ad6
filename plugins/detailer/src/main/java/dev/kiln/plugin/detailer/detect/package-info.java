/** Networks that find things in pictures. Open Detectors first. */
@NullMarked
package dev.kiln.plugin.detailer.detect;

import org.jspecify.annotations.NullMarked;
