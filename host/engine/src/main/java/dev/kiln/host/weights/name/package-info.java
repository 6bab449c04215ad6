/** How families of files spell the names of parameters. Open Naming first. */
@NullMarked
package dev.kiln.host.weights.name;

import org.jspecify.annotations.NullMarked;
