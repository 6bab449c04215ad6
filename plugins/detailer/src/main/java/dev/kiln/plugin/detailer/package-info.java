/** Parts of drawn pictures are found and drawn again. Open Detailer first. */
@NullMarked
package dev.kiln.plugin.detailer;

import org.jspecify.annotations.NullMarked;
