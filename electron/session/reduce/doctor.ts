import { keep } from '../records.ts';
import { merge, type ReducersOf } from './ground.ts';

export const doctorReducers: ReducersOf<'doctor-changed' | 'report-changed'> = {
  'doctor-changed': (state, { doctor }) => merge(state, { doctor: keep(state.doctor, doctor) }),
  'report-changed': (state, { report }) => merge(state, { report: keep(state.report, report) }),
};
