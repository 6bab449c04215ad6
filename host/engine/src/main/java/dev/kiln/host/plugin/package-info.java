/**
 * The plugin runtime: jars, containers, order, conflicts. The only package that imports PF4J and
 * Weld. Open PluginRuntime first.
 */
@NullMarked
package dev.kiln.host.plugin;

import org.jspecify.annotations.NullMarked;
