/** Lets pictures follow others: ControlNets, as units of sd-webui-controlnet. */
@NullMarked
package dev.kiln.plugin.controlnet;

import org.jspecify.annotations.NullMarked;
