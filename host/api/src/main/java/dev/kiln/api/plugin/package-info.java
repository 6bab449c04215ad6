/** Typed options of plugins that ship with Kiln. Others go by their names, too. */
@NullMarked
package dev.kiln.api.plugin;

import org.jspecify.annotations.NullMarked;
