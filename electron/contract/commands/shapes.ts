import { z } from 'zod';
import { isLoopback } from '../loopback.ts';
import { isPlainLine } from '../plain-line.ts';
import { MAX_PROFILE_NAME } from '../profile.ts';

/** Longer than any id that `northflank/answers.ts` lets in, with all its parts. */
export const key = z.string().min(1).max(2048);
/** PEM text, one or several certificates. */
export const certificates = z.string().max(256 * 1024);

export const portNumber = z.number().int().min(1).max(65_535);
/** A pod's name, as long as `northflank/answers.ts` lets in. */
export const instanceName = z.string().min(1).max(253);
/** Only loopback, also from a damaged file: a private port must not become reachable from the network. */
export const loopbackHost = z.string().max(45).refine(isLoopback);
/** The user was asked whether production is meant. Without it a command that would switch production on is refused. */
export const confirmed = z.boolean().exactOptional();
export const profileName = z.string().trim().min(1).max(MAX_PROFILE_NAME).refine(isPlainLine);
