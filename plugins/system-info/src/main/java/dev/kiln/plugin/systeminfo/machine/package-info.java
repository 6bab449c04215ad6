/** The machine that measures. */
@NullMarked
package dev.kiln.plugin.systeminfo.machine;

import org.jspecify.annotations.NullMarked;
