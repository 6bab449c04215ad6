/** Models of every format, their networks and sessions. Open ModelStore first. */
@NullMarked
package dev.kiln.host.model;

import org.jspecify.annotations.NullMarked;
