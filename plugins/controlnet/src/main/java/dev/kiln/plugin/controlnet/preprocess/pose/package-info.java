/** Poses of people: found by DWPose's networks, read and written as OpenPose's JSON, drawn. */
@NullMarked
package dev.kiln.plugin.controlnet.preprocess.pose;

import org.jspecify.annotations.NullMarked;
