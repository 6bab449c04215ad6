/** The plugin runtime: jars, containers, order, conflicts. Open PluginRuntime first. */
@NullMarked
package dev.kiln.host.plugin;

import org.jspecify.annotations.NullMarked;
