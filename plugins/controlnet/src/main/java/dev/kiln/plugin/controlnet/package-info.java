/** ControlNet: makes pictures follow maps, with the units of sd-webui-controlnet. */
@NullMarked
package dev.kiln.plugin.controlnet;

import org.jspecify.annotations.NullMarked;
