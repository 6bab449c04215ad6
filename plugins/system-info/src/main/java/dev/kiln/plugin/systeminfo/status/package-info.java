/** Facts about the machine and the process over a route. Open SystemStatus first. */
@NullMarked
package dev.kiln.plugin.systeminfo.status;

import org.jspecify.annotations.NullMarked;
