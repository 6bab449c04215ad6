/** Where something lies in a picture. Open Mask first. */
@NullMarked
package dev.kiln.plugin.detailer.mask;

import org.jspecify.annotations.NullMarked;
